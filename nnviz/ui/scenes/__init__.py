"""Making a lecture: the list of its scenes, what each says, and a scene made of the present moment."""

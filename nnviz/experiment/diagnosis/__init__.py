"""Why a network does not learn: causes that can be seen, and what helps, tried before it is offered."""

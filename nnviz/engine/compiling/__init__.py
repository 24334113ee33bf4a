"""Getting machine code for the engine without anybody waiting for it."""

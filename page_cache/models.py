"""No tables: what is kept here is in memory. Django tells only applications with models when migrations are done."""

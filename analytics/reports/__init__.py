"""Reports: everything one page, file or command shows, put together out of results. Plain objects, no words."""

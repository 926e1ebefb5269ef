"""HTML as browsers read it: its tree, and what is cut or told of it; for pages and mails."""

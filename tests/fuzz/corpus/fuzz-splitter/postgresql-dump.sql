0-- dump
SET statement_timeout = 0;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN
  EXECUTE 'x;' USING $1; RETURN NEW;
END;
$_$;
COPY public.t (a, b) FROM stdin;
1	it's
\N	;
\.

\connect db
CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b);

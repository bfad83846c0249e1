4SELECT 'it\'s;' ; SELECT 1;

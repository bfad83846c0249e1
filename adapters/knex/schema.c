#include "adapters/knex/run.h"

#pragma once

#include "xom/config/instance.h"
#include "xom/runs/collection.h"

namespace xom::runs {

/// The address a run source's options name, with the password from its file; or all of it from utilix'
/// .xenon_config (section [RunDB]: xent_url, xent_user, xent_password, xent_database;
/// https://github.com/XENONnT/utilix), as for `xent_collection()`.
///
/// Throws Error{not_found, io, config} naming the file and key; secrets are never part of a message.
MongoAddress mongo_address(const config::RunSourceOptions& options);

}  // namespace xom::runs

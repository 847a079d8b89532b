#pragma once

#include "xom/config/instance.h"
#include "xom/sinks/influx.h"

namespace xom::sinks {

/// The address a sink's options name, with the secret from its file. Throws Error{not_found, io, usage}
/// naming the sink and the file; secrets are never part of a message.
InfluxAddress address_of(const config::SinkOptions& options);
/// The same, where the sink is named already: messages name the file alone.
InfluxAddress read_address(const config::SinkOptions& options);

}  // namespace xom::sinks

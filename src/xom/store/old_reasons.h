#pragma once

#include <string_view>

#include "xom/model/reason.h"
#include "xom/store/database.h"

namespace xom::store {

/// Before schema 5 a reason was a sentence. What it means, by the sentences there were; one that is not known
/// is `other`, with its kind as subject. `error_class`: of the task or attempt.
///
/// The only place where meaning is taken from words, once for each row of an old store.
Cause cause_of_old(std::string_view sentence, std::string_view error_class = {});

/// The causes of all reasons in a store that has the columns for them. Inside the transaction of the
/// migration.
void give_causes(Database& database);

}  // namespace xom::store

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xom/model/result.h"
#include "xom/model/run.h"
#include "xom/model/task.h"

/// The nouns as JSON, both ways: the only place that spells the keys.
///
/// What is absent is absent (no null, no -1); NaN and infinities are null in, and out of, number places;
/// moments are "..._ns" integers [ns UTC]. Text is written as safe_text makes it. Readers ignore keys
/// they do not know. All functions are pure; any thread.
///
/// Readers throw Error{corrupt}: not JSON, a key twice, deeper than 100 levels, longer than `max_bytes`, a
/// value of the wrong type; the message names the key.
namespace xom::json {

inline constexpr std::size_t max_bytes = std::size_t{64} << 20;

std::string to_json(const Run& run);
std::string to_json(const Result& result);
std::string to_json(const std::vector<Result>& results);
std::string to_json(const Histogram& histogram);
std::string to_json(const Input& input);
std::string to_json(const Proof& proof);
std::string to_json(const Task& task);
std::string to_json(const Attempt& attempt);

Run parse_run(std::string_view text);
Result parse_result(std::string_view text);
std::vector<Result> parse_results(std::string_view text);
Histogram parse_histogram(std::string_view text);
Proof parse_proof(std::string_view text);
Task parse_task(std::string_view text);
Attempt parse_attempt(std::string_view text);

/// A value: an integer exactly where `exact` is one (beyond 64 bits as a string), otherwise the double, null
/// for NaN and infinities.
std::string number_json(const std::string& exact, double value);

/// Parts of nouns, as the store keeps them in columns.
std::string to_json(const std::vector<std::string>& values);
std::string to_json(const std::vector<Comment>& comments);
std::string to_json(const std::map<std::string, double>& values);
std::string to_json(const std::vector<DataEntry>& data);
std::vector<std::string> parse_strings(std::string_view text);
std::vector<Comment> parse_comments(std::string_view text);
std::map<std::string, double> parse_numbers(std::string_view text);
std::vector<DataEntry> parse_data(std::string_view text);

}  // namespace xom::json

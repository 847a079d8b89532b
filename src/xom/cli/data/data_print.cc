#include "xom/cli/data/data_print.h"

#include <cmath>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "xom/base/counted.h"
#include "xom/base/parse_json.h"
#include "xom/base/safe_text.h"
#include "xom/cli/data/data_cell.h"
#include "xom/cli/terminal/table.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string shape_text(const columns::Field& field) {
  return field.shape.empty() ? "" : fmt::format("({})", fmt::join(field.shape, ", "));
}

/// "blosc", or "blosc,zstd" if the types differ.
std::string compressors(const std::vector<strax::DataSet>& data) {
  std::set<std::string> names;
  for (const auto& set : data) names.insert(set.metadata->compressor);
  return fmt::format("{}", fmt::join(names, ","));
}

std::string bytes_text(std::int64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (value >= 1e9) return fmt::format("{:.3g} GB", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.3g} MB", value / 1e6);
  return value >= 1e3 ? fmt::format("{:.3g} kB", value / 1e3) : fmt::format("{} bytes", bytes);
}

const std::byte* cell(const Seen& seen, std::size_t row, const columns::Field& field) {
  return reinterpret_cast<const std::byte*>(seen.head.data()) + row * seen.layout.row_size + field.offset;
}

std::size_t head_rows(const Seen& seen) {
  return seen.layout.row_size == 0 ? 0 : seen.head.size() / seen.layout.row_size;
}

void print_fields(const Seen& seen) {
  Table table;
  for (const char* title : {"field", "type", "shape"}) table.column(title);
  table.column("offset", Table::Align::right);
  table.column("title");
  for (const auto& field : seen.layout.fields) {
    table.row({field.name, columns::type_text(field), shape_text(field), std::to_string(field.offset),
               field.title});
  }
  table.print();
}

/// One row per line where the columns fit the terminal, otherwise one field per line.
void print_head(const Seen& seen) {
  const std::size_t n_rows = head_rows(seen);
  const auto& fields = seen.layout.fields;
  Table table;
  if (fields.size() <= 8) {
    for (const auto& field : fields) table.column(field.name, Table::Align::right);
    for (std::size_t row = 0; row < n_rows; ++row) {
      std::vector<std::string> cells;
      for (const auto& field : fields) cells.push_back(cell_text(field, cell(seen, row, field)));
      table.row(std::move(cells));
    }
  } else {
    table.column("row");
    for (std::size_t row = 0; row < n_rows; ++row) table.column(std::to_string(row), Table::Align::right);
    for (const auto& field : fields) {
      std::vector<std::string> cells{field.name};
      for (std::size_t row = 0; row < n_rows; ++row)
        cells.push_back(cell_text(field, cell(seen, row, field)));
      table.row(std::move(cells));
    }
  }
  table.print();
}

void print_values(const Look& asked, const Seen& seen) {
  Table table;
  table.column("expression");
  table.column("value", Table::Align::right);
  table.column("n", Table::Align::right);
  table.column("remark");
  for (std::size_t i = 0; i < asked.values.size(); ++i) {
    const Result& result = seen.values.results[i];
    // Exact integers are not rounded for the eye.
    const bool exact = !(result.error > 0) && result.status == ResultStatus::ok;
    table.row({asked.values[i], exact ? seen.values.texts[i] : number_text(result.value, result.error),
               std::to_string(result.n), result.reason});
  }
  table.print();
}

}  // namespace

std::string seen_json(const Look& asked, const Seen& seen) {
  Json hashes = Json::object();
  Json states = Json::object();
  for (const auto& set : seen.data) {
    hashes[set.type] = set.hash;
    states[set.type] = to_string(set.state);
  }
  Json fields = Json::array();
  for (const auto& field : seen.layout.fields) {
    fields.push_back({{"name", field.name},
                      {"title", field.title},
                      {"dtype", columns::type_text(field)},
                      {"shape", field.shape},
                      {"offset", field.offset}});
  }
  Json values = Json::array();
  for (std::size_t i = 0; i < asked.values.size(); ++i) {
    const Result& result = seen.values.results[i];
    Json value{{"expr", asked.values[i]},
               {"value", parse_json(number_json(seen.values.texts[i], result.value))},
               {"error", result.error},
               {"n", result.n},
               {"status", to_string(result.status)}};
    if (!result.reason.empty()) value["reason"] = result.reason;
    for (const auto& [name, detail] : result.details) value["details"][name] = detail;
    values.push_back(std::move(value));
  }
  Json document{{"run", asked.run},
                {"types", asked.types},
                {"hashes", hashes},
                {"states", states},
                {"kind", seen.data.front().metadata->data_kind},
                {"compressor", compressors(seen.data)},
                {"rows", seen.rows},
                {"selected", seen.selected},
                {"row_size", seen.layout.row_size},
                {"fields", fields},
                {"values", values}};
  if (asked.checksum) document["sha256"] = seen.sha256;
  if (asked.head > 0) {
    Json head = Json::array();
    for (std::size_t row = 0; row < head_rows(seen); ++row) {
      Json line = Json::object();
      for (const auto& field : seen.layout.fields) {
        line[field.name] = parse_json(cell_json(field, cell(seen, row, field)));
      }
      head.push_back(std::move(line));
    }
    document["head"] = std::move(head);
  }
  return dump(document);
}

void print_seen(const Look& asked, const Seen& seen) {
  for (const auto& set : seen.data) {
    fmt::print("run {}  {}-{}  {}  {}  {}  {}\n", safe_text(asked.run), set.type, set.hash,
               to_string(set.state), safe_text(set.metadata->compressor),
               counted(set.metadata->chunks.size(), "chunk"), bytes_text(set.metadata->bytes()));
    if (!set.metadata->lineage_gives.empty()) {
      fmt::print("  its lineage gives the hash {}: these data are not what their name says\n",
                 set.metadata->lineage_gives);
    }
  }
  fmt::print("{} rows of {} bytes", seen.rows, seen.layout.row_size);
  const bool all = asked.where.empty() && seen.selected == seen.rows;
  fmt::print("{}\n", all ? "" : fmt::format(", {} selected", seen.selected));
  if (asked.checksum) fmt::print("sha256 {}\n", seen.sha256);
  if (asked.values.empty() && asked.head == 0 && !asked.checksum) {
    fmt::print("\n");
    print_fields(seen);
  }
  if (asked.head > 0) {
    fmt::print("\n");
    print_head(seen);
  }
  if (!asked.values.empty()) {
    fmt::print("\n");
    print_values(asked, seen);
  }
}

std::string list_json(const std::string& run, const std::vector<strax::DataSet>& data) {
  Json list = Json::array();
  for (const auto& set : data) {
    Json entry{
        {"type", set.type}, {"hash", set.hash}, {"state", to_string(set.state)}, {"stored", set.stored}};
    if (!set.reason.empty()) entry["reason"] = set.reason;
    if (set.metadata) {
      entry["kind"] = set.metadata->data_kind;
      entry["compressor"] = set.metadata->compressor;
      entry["chunks"] = set.metadata->chunks.size();
      entry["rows"] = set.metadata->rows();
      entry["bytes"] = set.metadata->bytes();
      entry["hash_checked"] = set.metadata->hash_checked;
      if (!set.metadata->lineage_gives.empty()) entry["lineage_gives"] = set.metadata->lineage_gives;
      entry["strax_version"] = set.metadata->strax_version;
    }
    entry["layout"] = set.rucio ? "rucio" : "folder";
    list.push_back(std::move(entry));
  }
  return dump({{"run", run}, {"data", list}});
}

void print_list(const std::vector<strax::DataSet>& data) {
  Table table;
  for (const char* title : {"type", "hash", "state", "kind", "compressor"}) table.column(title);
  for (const char* title : {"chunks", "rows", "size"}) table.column(title, Table::Align::right);
  table.column("remark");
  for (const auto& set : data) {
    std::vector<std::string> cells{set.type, set.hash, std::string(to_string(set.state))};
    if (set.metadata) {
      cells.insert(cells.end(), {set.metadata->data_kind, set.metadata->compressor,
                                 std::to_string(set.metadata->chunks.size()),
                                 std::to_string(set.metadata->rows()), bytes_text(set.metadata->bytes())});
    }
    cells.resize(8);
    cells.push_back(set.reason);
    table.row(std::move(cells));
  }
  table.print();
}

}  // namespace xom::cli

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "xom/exec/job/job_directory.h"
#include "xom/exec/job/process.h"

/// Who runs a job: the file claim.<token> of its directory. Made by hard link, so that exactly one process
/// ever gets it and it is never empty; where the file system has no links, by exclusive creation.
namespace xom::exec {

enum class Claim { taken, held_by_another };

/// link(2), or what a test puts in its place: 0, or errno.
using Link = std::function<int(const std::filesystem::path& from, const std::filesystem::path& to)>;
int hard_link(const std::filesystem::path& from, const std::filesystem::path& to);

/// Takes the claim in the name of `who`; std::nullopt: in the name of nobody, so that the job never runs.
/// Throws Error{full, io, not_found}.
Claim take_claim(const JobDirectory& directory, const std::string& token, const std::optional<ProcessId>& who,
                 const Link& link = hard_link);

/// Who holds the claim. Empty: nobody will ever run it (void). Throws Error{not_found} if it is not claimed,
/// Error{unavailable} if it is just being written, Error{corrupt} also if it is empty for more than a minute.
std::optional<ProcessId> read_claim(const JobDirectory& directory, const std::string& token);

/// Whether nobody has begun the job and nobody will: its claim is nobody's, if need be by taking it. Throws
/// as take_claim and read_claim.
bool never_begins(const JobDirectory& directory, const std::string& token);

/// The array of the Slurm job that holds the claim; empty: no Slurm job does. Throws as read_claim.
std::optional<std::int64_t> claimed_by_array(const JobDirectory& directory, const std::string& token);

/// Whether this very Slurm job held the claim before: Slurm started it again.
bool claimed_by_us(const JobDirectory& directory, const std::string& token);

/// "ARRAY_INDEX" if this process is an element of a job array, else empty.
std::string slurm_job();

/// How often Slurm has started this job again.
int slurm_restarts();

}  // namespace xom::exec

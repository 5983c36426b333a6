#include "steps/unpack.hpp"

#include "steps/mounts.hpp"
#include "steps/rootfs.hpp"
#include "steps/space.hpp"
#include "steps/tell.hpp"
#include "steps/unpacker.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

namespace {

/** Beyond so many times the room, what an archive would need is not worth finding out. */
constexpr std::uint64_t most_rooms = 16;
constexpr std::uint64_t slack = 64 << 20; ///< for headers, where hardly any room is left

/** What both passes over an archive need. */
struct Job {
    const Unpack& step;
    Context& context;
    std::span<char> memory{};
    Descriptor tmpfs{};
    std::uint64_t room = 0;
    std::uint64_t needed = 0;
};

/** Reads the archive from its start to its end; makes what it holds, or only measures it. */
bool pass_over(Job& job, bool makes) {
    Descriptor file;
    Attempt& attempt = job.context.attempt;
    if (!attempt.open_at(here, job.step.path, O_RDONLY, file)) return false;
    const std::uint64_t most = job.room * most_rooms + slack;
    Stream stream(attempt, file, job.step.compressed, job.memory.first(Stream::memory_size), most);
    TarReader archive(stream, job.memory.subspan(Stream::memory_size));
    Unpacker unpacker(attempt, archive, job.tmpfs, job.step.devices);
    Member member{};
    while (job.needed <= most && archive.next(member)) {
        if (!makes) job.needed += pages_of(member.entry.size);
        if (makes && !unpacker.place(member)) {
            note_entry(job.context, member.path.view());
            return false;
        }
    }
    return !attempt.failed() && (job.needed > most || stream.finish());
}

bool fill(Job& job) {
    Attempt& attempt = job.context.attempt;
    constexpr std::size_t size = Stream::memory_size + TarReader::memory_size;
    if (!attempt.ok(text_memory(size, job.memory))) return false;
    job.room = room_in(job.tmpfs);
    const bool filled = pass_over(job, false) &&
                        attempt.ok(check_room(job.context, job.needed, job.room)) &&
                        pass_over(job, true);
    release_memory(job.memory);
    return filled;
}

} // namespace

Result<> apply(const Unpack& step, Context& context) {
    Job job{step, context};
    Result<> done = make_tmpfs(step.size, job.tmpfs);
    if (done) done = context.attempt.result(fill(job));
    done.error().object = nullptr; // it may be a name of the archive, and is gone by now
    return done ? attach_root(context, std::move(job.tmpfs), step.attributes) : done;
}

void describe(Text& out, const Unpack& step) {
    tell(out, "unpack % into memory as the root"_t, step.path);
    describe_size(out, step.size);
    describe_flags(out, step.attributes);
}

} // namespace launch

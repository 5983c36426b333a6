#include "support/start.hpp"

#include "support/files.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace launch_test {

namespace {

/** posix_spawn(3)'s two objects, freed at the end. */
struct Request {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};

    Request() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE); // ignored here, not there
        posix_spawnattr_setsigdefault(&attributes, &pipe);
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }

    void becomes(int descriptor, int number) {
        posix_spawn_file_actions_adddup2(&actions, descriptor, number);
    }
};

/** The environment with its changes, as "NAME=VALUE". */
std::vector<std::string> environment_of(const Options& options) {
    std::vector<std::string> variables;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string variable(*each);
        const std::string name = variable.substr(0, variable.find('='));
        if (!options.environment.contains(name)) variables.push_back(variable);
    }
    for (const auto& [name, value] : options.environment) {
        if (value) variables.push_back(name + "=" + *value);
    }
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/** Both ends close themselves in programs that are started; ours does not block. */
struct Pipe {
    int read = -1, write = -1;

    Pipe() {
        int ends[2];
        require(pipe2(ends, O_CLOEXEC) == 0, "open pipe");
        read = ends[0];
        write = ends[1];
    }
};

int ours(int descriptor) {
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    return descriptor;
}

pid_t spawn(std::vector<std::string> words, const Options& options, Request& request) {
    if (!options.directory.empty()) {
        posix_spawn_file_actions_addchdir_np(&request.actions, options.directory.c_str());
    }
    std::vector<std::string> variables = environment_of(options);
    pid_t process = -1;
    errno = posix_spawnp(&process, words.at(0).c_str(), &request.actions, &request.attributes,
                         pointers_to(words).data(), pointers_to(variables).data());
    require(errno == 0, "start " + words[0]);
    return process;
}

Started start_on_terminal(const std::vector<std::string>& words, const Options& options) {
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    require(master >= 0 && unlockpt(master) == 0, "open terminal");
    Request request;
    // The first terminal that a session's leader opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&request.actions, 0, ptsname(master), O_RDWR, 0);
    request.becomes(0, 1);
    request.becomes(0, 2);
    const pid_t process = spawn(words, options, request);
    return {process, fcntl(ours(master), F_DUPFD_CLOEXEC, 0), master, -1};
}

Started start_on_pipes(const std::vector<std::string>& words, const Options& options) {
    const Pipe input;
    const Pipe output;
    const Pipe errors;
    Request request;
    request.becomes(input.read, 0);
    request.becomes(output.write, 1);
    request.becomes(options.merge ? output.write : errors.write, 2);
    const pid_t process = spawn(words, options, request);
    for (const int theirs : {input.read, output.write, errors.write}) close(theirs);
    return {process, ours(input.write), ours(output.read), ours(errors.read)};
}

} // namespace

Started start(const std::vector<std::string>& words, const Options& options) {
    std::signal(SIGPIPE, SIG_IGN); // writing to what has ended is an error, not our end
    return options.terminal ? start_on_terminal(words, options) : start_on_pipes(words, options);
}

} // namespace launch_test

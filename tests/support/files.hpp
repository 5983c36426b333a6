/** Files for tests: scratch directories, and whole files at once. Failures are exceptions. */
#pragma once

#include <string>

namespace launch_test {

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& content, unsigned mode = 0644);

/** Ends the test run with what went wrong when `done` is false; errno tells the reason. */
void require(bool done, const std::string& action);

/** A new directory in /tmp (mode 0755), removed with all it holds. */
class TemporaryDirectory {
public:
    TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    /** What is mounted below it is another file system, and stays: nothing in there is touched. */
    ~TemporaryDirectory();

    [[nodiscard]] const std::string& path() const { return place; }
    [[nodiscard]] std::string path(const std::string& name) const { return place + "/" + name; }
    [[nodiscard]] std::string read(const std::string& name) const { return read_file(path(name)); }
    void write(const std::string& name, const std::string& content, unsigned mode = 0644) const {
        write_file(path(name), content, mode);
    }

private:
    std::string place = "/tmp/launch-test-XXXXXX";
};

} // namespace launch_test

#include "support/files.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <ftw.h>
#include <iterator>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace launch_test {

namespace {

constexpr int most_descriptors = 16;

int remove_entry(const char* path, const struct stat*, int kind, FTW*) {
    if (kind == FTW_DP) {
        static_cast<void>(rmdir(path)); // a mount point refuses
    } else {
        static_cast<void>(unlink(path));
    }
    return 0;
}

} // namespace

void require(bool done, const std::string& action) {
    if (!done) throw std::system_error(errno, std::generic_category(), action);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    require(file.is_open(), "open " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, const std::string& content, unsigned mode) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    require(file.is_open(), "open " + path);
    file << content;
    file.close();
    require(file.good(), "write " + path);
    require(chmod(path.c_str(), mode) == 0, "chmod " + path);
}

TemporaryDirectory::TemporaryDirectory() {
    require(mkdtemp(place.data()) != nullptr, "create directory " + place);
    require(chmod(place.c_str(), 0755) == 0, "chmod " + place); // for tests with other users
}

TemporaryDirectory::~TemporaryDirectory() {
    nftw(place.c_str(), remove_entry, most_descriptors, FTW_DEPTH | FTW_MOUNT | FTW_PHYS);
}

} // namespace launch_test

/** RootDirectorys inside a root: a plain directory serves as one, nothing is mounted. */
#include "steps/targets.hpp"

#include "opened.hpp"
#include "sentences.hpp"
#include "support/files.hpp"
#include "system/system.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace launch;
using launch_test::opened;
using launch_test::sentence;
using launch_test::TemporaryDirectory;

namespace {

/** A root inside of a scratch directory, so that there is something outside of it, too. */
struct RootDirectory {
    TemporaryDirectory outside;
    std::string path = outside.path("root");
    Context context;
    Descriptor held;

    RootDirectory() {
        mkdir(path.c_str(), 0755);
        context.root = opened(path, O_PATH | O_DIRECTORY);
        held = opened(path, O_PATH | O_DIRECTORY);
    }

    [[nodiscard]] std::string at(const std::string& name) const { return path + "/" + name; }
    void link(const std::string& target, const std::string& name) const {
        BOOST_REQUIRE(symlink(target.c_str(), at(name).c_str()) == 0);
    }
    [[nodiscard]] unsigned mode(const std::string& name) const {
        struct stat entry {};
        return stat(at(name).c_str(), &entry) == 0 ? entry.st_mode : 0;
    }
    [[nodiscard]] bool exists(const std::string& name) const {
        struct stat entry {};
        return lstat(at(name).c_str(), &entry) == 0;
    }
};

Result<> target(Context& context, const char* path, bool directory) {
    Descriptor opened;
    return open_target(context, path, directory, opened);
}

Result<> place(Context& context, const char* path, const Wanted& wanted) {
    Descriptor opened;
    return open_place(context, path, wanted, opened);
}

std::string made_of(const Context& context) {
    std::string all;
    for (const Made& made : context.made) all += std::string(made.path, made.length) + " ";
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(targets)

BOOST_AUTO_TEST_CASE(what_is_there_is_opened_and_nothing_is_made) {
    RootDirectory root;
    mkdir(root.at("dir").c_str(), 0711);
    BOOST_TEST(target(root.context, "/dir", true).has_value());
    BOOST_TEST(target(root.context, "dir//", true).has_value());
    BOOST_TEST(root.context.made.empty());
    BOOST_TEST(root.mode("dir") == (S_IFDIR | 0711U));
}

BOOST_AUTO_TEST_CASE(missing_directories_are_made_with_mode_0755) {
    RootDirectory root;
    const mode_t before = umask(077);
    {
        const WholeModes whole(root.context.umask);
        BOOST_TEST(sentence(target(root.context, "/a//b/./c/", true)) == "no error");
    }
    BOOST_TEST(umask(before) == 077U); // left as it was
    for (const char* name : {"a", "a/b", "a/b/c"}) {
        BOOST_TEST(root.mode(name) == (S_IFDIR | 0755U), name);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_made_empty_with_mode_0644_below_new_directories) {
    RootDirectory root;
    BOOST_TEST(sentence(target(root.context, "x/y/file", false)) == "no error");
    BOOST_TEST(root.mode("x/y") == (S_IFDIR | 0755U));
    BOOST_TEST(root.mode("x/y/file") == (S_IFREG | 0644U));
    BOOST_TEST(made_of(root.context) == "x x/y x/y/file ");
}

BOOST_AUTO_TEST_CASE(what_was_made_is_removed_again_and_nothing_else) {
    RootDirectory root;
    mkdir(root.at("old").c_str(), 0755);
    BOOST_TEST(target(root.context, "/old/a/b", true).has_value());
    BOOST_TEST(target(root.context, "/old/a/file", false).has_value());
    BOOST_TEST(target(root.context, "top", true).has_value());
    remove_made(root.context);
    BOOST_TEST(root.exists("old"));
    BOOST_TEST(!root.exists("old/a"));
    BOOST_TEST(!root.exists("top"));
}

BOOST_AUTO_TEST_CASE(what_is_no_longer_empty_stays) {
    RootDirectory root;
    BOOST_TEST(target(root.context, "/a/b", true).has_value());
    BOOST_TEST(target(root.context, "/f", false).has_value());
    launch_test::write_file(root.at("a/kept"), "");
    launch_test::write_file(root.at("f"), "content");
    remove_made(root.context);
    BOOST_TEST(!root.exists("a/b"));
    BOOST_TEST(root.exists("a/kept"));
    BOOST_TEST(root.exists("f"));
}

BOOST_AUTO_TEST_CASE(links_lead_around_inside_the_root_only) {
    RootDirectory root;
    mkdir(root.at("run").c_str(), 0755);
    mkdir(root.at("var").c_str(), 0755);
    root.link("/run", "var/run");
    root.link("../../../../../../..", "up");
    BOOST_TEST(target(root.context, "/var/run/lock", true).has_value());
    BOOST_TEST(root.exists("run/lock"));
    BOOST_TEST(target(root.context, "/up/inside", true).has_value());
    BOOST_TEST(root.exists("inside"));
    BOOST_TEST(target(root.context, "/../../../also-inside", true).has_value());
    BOOST_TEST(root.exists("also-inside"));
}

BOOST_AUTO_TEST_CASE(a_link_that_leads_nowhere_is_an_error_and_nothing_is_made_outside) {
    RootDirectory root;
    root.link(root.outside.path("escaped"), "absolute");
    root.link("../escaped", "relative");
    for (const char* name : {"/absolute", "/relative"}) {
        const auto opened = target(root.context, name, true);
        BOOST_REQUIRE(!opened.has_value());
        BOOST_TEST(sentence(opened) == "create directory " + std::string(name) + ": File exists");
    }
    BOOST_TEST(access(root.outside.path("escaped").c_str(), F_OK) == -1);
}

BOOST_AUTO_TEST_CASE(a_file_in_the_way_is_named) {
    RootDirectory root;
    launch_test::write_file(root.at("file"), "");
    BOOST_TEST(sentence(target(root.context, "/file", true)) == "open /file: Not a directory");
    BOOST_TEST(sentence(target(root.context, "/file/x", true)) == "open /file/x: Not a directory");
    BOOST_TEST(sentence(target(root.context, "/file", false)) == "no error");
}

BOOST_AUTO_TEST_CASE(a_path_that_is_too_long_is_an_error) {
    RootDirectory root;
    const std::string name = "/" + std::string(5000, 'n');
    BOOST_TEST(sentence(target(root.context, name.c_str(), true)) ==
               "open " + name + ": Filename too long");
}

BOOST_AUTO_TEST_CASE(a_link_is_made_below_missing_directories_and_removed_with_them) {
    RootDirectory root;
    const auto made = place(root.context, "/a//b/link/", {.link = "../target"});
    BOOST_TEST(sentence(made) == "no error");
    BOOST_TEST(root.mode("a/b") == (S_IFDIR | 0755U));
    BOOST_TEST((is_link_to("../target", here, root.at("a/b/link").c_str())));
    BOOST_TEST(made_of(root.context) == "/a /a//b /a//b/link ");
    remove_made(root.context);
    BOOST_TEST(!root.exists("a"));
}

BOOST_AUTO_TEST_CASE(a_link_that_is_there_already_must_be_the_same) {
    RootDirectory root;
    root.link("/nowhere", "same");
    root.link("/nowhere/else", "other");
    launch_test::write_file(root.at("file"), "");
    BOOST_TEST(sentence(place(root.context, "/same", {.link = "/nowhere"})) == "no error");
    BOOST_TEST(root.context.made.empty());
    for (const std::string name : {"/other", "/file", "."}) {
        const auto made = place(root.context, name.c_str(), {.link = "/nowhere"});
        BOOST_TEST(sentence(made) == "create link " + name + ": File exists");
    }
}

BOOST_AUTO_TEST_CASE(a_directory_gets_the_mode_that_is_wanted_and_its_parents_do_not) {
    RootDirectory root;
    const WholeModes whole(root.context.umask);
    BOOST_TEST(sentence(place(root.context, "/a/b", {.mode = 01777})) == "no error");
    BOOST_TEST(root.mode("a") == (S_IFDIR | 0755U));
    BOOST_TEST(root.mode("a/b") == (S_IFDIR | 01777U));
    BOOST_TEST(sentence(place(root.context, "/a/b", {.mode = 0700})) == "no error");
    BOOST_TEST(root.mode("a/b") == (S_IFDIR | 01777U)); // it was there
}

BOOST_AUTO_TEST_CASE(at_most_64_things_are_made) {
    RootDirectory root;
    std::string path;
    for (int index = 0; index < 65; ++index) path += "/d";
    BOOST_TEST(sentence(target(root.context, path.c_str(), true)) ==
               "create " + path + ": more than 64 things are missing");
    BOOST_TEST(root.context.made.size() == 64U);
    remove_made(root.context);
    BOOST_TEST(!root.exists("d"));
}

BOOST_AUTO_TEST_SUITE_END()

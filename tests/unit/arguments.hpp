/** Words as main() gets them: writable, and a null pointer behind the last. */
#pragma once

#include "spec/options.hpp"

#include <span>
#include <string>
#include <vector>

namespace launch_test {

class Arguments {
public:
    explicit Arguments(std::vector<std::string> words) : memory(std::move(words)) {
        for (std::string& word : memory) pointers.push_back(word.data());
        pointers.push_back(nullptr);
    }
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    [[nodiscard]] std::span<char* const> words() const {
        return std::span(pointers).first(memory.size());
    }

private:
    std::vector<std::string> memory;
    std::vector<char*> pointers;
};

/** Words, and the Spec that they make; what the Spec points at lives here. */
struct Parsed {
    explicit Parsed(std::vector<std::string> words)
        : arguments(std::move(words)), result(launch::parse(arguments.words(), spec)) {}

    Arguments arguments;
    launch::Spec spec{};
    launch::Result<> result;
};

} // namespace launch_test

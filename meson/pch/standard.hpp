/** What nearly every source of launch includes, compiled once for all of them (meson.build). */
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

/** What nearly every source of launch includes, compiled once for the tests' library. launch itself is built without
 *  it, so that a source which leaves one out does not go unnoticed. */
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

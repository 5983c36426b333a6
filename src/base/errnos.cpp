#include "base/errnos.hpp"

#include "base/names.hpp"

#include <cerrno>

namespace launch {

namespace {

/** From EPERM on, and from ENODATA on; those that no call of launch's answers are a "?". */
constexpr Literal usual =
    "Operation not permitted\0No such file or directory\0No such process\0"
    "Interrupted system call\0I/O error\0No such device or address\0"
    "Argument list too long\0Exec format error\0Bad file descriptor\0No child process\0"
    "Resource temporarily unavailable\0Out of memory\0Permission denied\0Bad address\0"
    "Block device required\0Resource busy\0File exists\0Cross-device link\0"
    "No such device\0Not a directory\0Is a directory\0Invalid argument\0"
    "Too many open files in system\0No file descriptors available\0Not a tty\0"
    "Text file busy\0File too large\0No space left on device\0Invalid seek\0"
    "Read-only file system\0Too many links\0Broken pipe\0Domain error\0"
    "Result not representable\0Resource deadlock would occur\0Filename too long\0"
    "No locks available\0Function not implemented\0Directory not empty\0"
    "Symbolic link loop\0"_t;
constexpr Literal rare =
    "No data available\0?\0?\0?\0?\0?\0?\0?\0?\0?\0Protocol error\0?\0?\0Bad message\0"
    "Value too large for data type\0?\0?\0?\0?\0?\0?\0?\0?\0Illegal byte sequence\0?\0?\0"
    "?\0Not a socket\0Destination address required\0Message too large\0?\0?\0"
    "Protocol not supported\0Socket type not supported\0Not supported\0?\0"
    "Address family not supported by protocol\0Address in use\0Address not available\0"
    "Network is down\0Network unreachable\0?\0Connection aborted\0"
    "Connection reset by peer\0No buffer space available\0Socket is connected\0"
    "Socket not connected\0?\0?\0Operation timed out\0Connection refused\0Host is down\0"
    "Host is unreachable\0Operation already in progress\0Operation in progress\0"
    "Stale file handle\0The file system is damaged\0?\0?\0?\0Remote I/O error\0"
    "Quota exceeded\0No medium found\0Wrong medium type\0Operation canceled\0"
    "Required key not available\0Key has expired\0Key has been revoked\0"
    "Key was rejected by service\0"_t;
static_assert(EPERM == 1 && ELOOP == 40 && ENODATA == 61 && EUCLEAN == 117 && EKEYREJECTED == 129);

} // namespace

void add_errno(Text& out, int number) {
    const bool is_rare = number >= ENODATA;
    const auto at = static_cast<unsigned>(number - (is_rare ? ENODATA : EPERM));
    const char* const text = name_at((is_rare ? rare : usual).text(), at);
    if (*text == '\0' || *text == '?') {
        out.add("error "_t).number(static_cast<unsigned>(number));
    } else {
        out.add(text);
    }
}

} // namespace launch

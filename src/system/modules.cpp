#include "system/modules.hpp"

#include "system/check.hpp"

namespace launch {

Result<> insert_module(const Descriptor& file, const char* parameters) {
    constexpr unsigned packed = 4; // MODULE_INIT_COMPRESSED_FILE of Linux 5.17
    long loaded = call(SYS_finit_module, file.get(), parameters, 0);
    if (loaded == -ENOEXEC) loaded = call(SYS_finit_module, file.get(), parameters, packed);
    return loaded == -EEXIST ? Result<>() : done(loaded, "load module"_t);
}

} // namespace launch

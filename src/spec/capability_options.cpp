/** Options: the capabilities of the command. */
#include "spec/values.hpp"

namespace launch {

namespace {

/** "CAP_KILL,setuid" becomes "kill,setuid", in place. */
void normalize(char* list) {
    for (char* byte = list; *byte != '\0'; ++byte) {
        if (*byte >= 'A' && *byte <= 'Z') *byte = static_cast<char>(*byte | 0x20);
    }
    char* out = list; // never ahead of `in`
    const char* in = list;
    do {
        const bool starts = out == list || out[-1] == ',';
        if (starts && std::strncmp(in, "cap_", 4) == 0) in += 4;
        *out++ = *in;
    } while (*in++ != '\0');
}

enum class Change : std::uint8_t { exactly, add, drop, ambient };

/** "all" and "none" start over, and then what is named is added to nothing. */
Literal change(CapabilityWish& wish, char* value, Change how) {
    normalize(value);
    const auto list = sized(value);
    if (is_same(list, "all") && how != Change::ambient) {
        wish = {.base = how == Change::drop ? 0 : all_capabilities};
        return fine;
    }
    const bool none = is_same(list, "none") && how == Change::exactly;
    const auto set = none ? 0 : read_names(capability_names.text(), list);
    if (!set) {
        return "not a list of capabilities(7) such as net_admin,sys_ptrace"_t;
    }
    if (how == Change::exactly) wish = {.base = 0};
    wish.change(*set, how == Change::drop);
    if (how == Change::ambient) wish.ambient |= *set;
    return fine;
}

template <Change how> Literal change_by(Spec& spec, char* value) {
    return change(spec.capabilities, value, how);
}

constexpr OptionRow capability_rows[] = {
    {"--caps\0LIST|all|none\0exactly these capabilities", change_by<Change::exactly>},
    {"--cap-add\0LIST|all\0these besides", change_by<Change::add>},
    {"--cap-drop\0LIST|all\0without these", change_by<Change::drop>},
    {"--ambient\0LIST\0these besides, and a user who is not root has them, too",
     change_by<Change::ambient>},
    {"--new-privs\0\0set-user-id programs and file capabilities raise rights",
     raise<&Spec::new_privileges>},
};

} // namespace

constinit const OptionGroup capability_options =
    OptionParts<capability_rows>::group("Its capabilities (in the order given):"_t, confining);

} // namespace launch

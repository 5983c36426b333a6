/** A network for who has no rights over one: a program outside passes on what an interface says. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

namespace launch {

/** pasta(1) or slirp4netns(1), kept by a process of the caller's that ends it when launch ends. */
struct UserNetwork {
    const char* name; ///< of the interface
    bool root;        ///< pasta gives root's rights away, and then may not enter
};

Result<> apply(const UserNetwork& step, Context& context);
void describe(Text& out, const UserNetwork& step);

/** Ends the program, if there is one, and waits for that. */
void end_user_network(Context& context);

} // namespace launch

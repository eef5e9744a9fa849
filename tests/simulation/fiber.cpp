// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/fiber.hpp"

#include "tests/simulation/disk.hpp"

#include <exception>
#include <ucontext.h>
#include <utility>
#include <vector>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

namespace palabre::sim {
namespace {

constexpr std::size_t stack_bytes = 512 * 1024;

struct Stack {
    const void* bottom = nullptr;
    std::size_t size = 0;
};

// The address sanitizer has to be told of each change of stack, before it and after it.

/// `to` is run on next. What is given back goes to changed() when this one is run on again; `for_good`: it never is.
/// Not instrumented: nothing of its own may lie on the fake stack that goes with a stack which is left for good.
[[gnu::no_sanitize_address]] void* changing([[maybe_unused]] const Stack& to, [[maybe_unused]] bool for_good = false) {
    void* kept = nullptr;
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(for_good ? nullptr : &kept, to.bottom, to.size);
#endif
    return kept;
}

/// The stack that was run on before. nullptr on a stack that is run on for the first time.
Stack changed([[maybe_unused]] void* kept) {
    Stack from;
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(kept, &from.bottom, &from.size);
#endif
    return from;
}

/// Stacks are used again: a seed makes many fibers.
std::vector<std::unique_ptr<char[]>>& spare_stacks() {
    static std::vector<std::unique_ptr<char[]>> stacks;
    return stacks;
}

std::unique_ptr<char[]> take_stack() {
    auto& spare = spare_stacks();
    if (spare.empty()) return std::make_unique_for_overwrite<char[]>(stack_bytes);
    auto stack = std::move(spare.back());
    spare.pop_back();
    return stack;
}

} // namespace

struct Fiber::Impl {
    std::function<void()> body;
    std::unique_ptr<char[]> stack = take_stack();
    ucontext_t inside{};
    ucontext_t outside{};
    Stack stack_outside;
    std::exception_ptr thrown;
    bool begun = false;
    bool ended = false;
    bool killed = false;

    static Impl*& current() {
        static Impl* running = nullptr;
        return running;
    }
    static void enter() {
        Impl& self = *current();
        self.stack_outside = changed(nullptr);
        try {
            self.body();
        } catch (const Died&) {
            self.killed = true;
        } catch (...) {
            self.thrown = std::current_exception();
        }
        self.ended = true;
        changing(self.stack_outside, true);
        swapcontext(&self.inside, &self.outside); // never comes back
    }
    void go_on() {
        Impl* const before = current();
        current() = this;
        void* const kept = changing({stack.get(), stack_bytes});
        swapcontext(&outside, &inside);
        changed(kept);
        current() = before;
    }
};

Fiber::Fiber(std::function<void()> body) : impl_(std::make_unique<Impl>()) {
    impl_->body = std::move(body);
    getcontext(&impl_->inside);
    impl_->inside.uc_stack.ss_sp = impl_->stack.get();
    impl_->inside.uc_stack.ss_size = stack_bytes;
    makecontext(&impl_->inside, &Impl::enter, 0);
}

Fiber::~Fiber() {
    kill();
    spare_stacks().push_back(std::move(impl_->stack));
}

void Fiber::resume() {
    impl_->begun = true;
    impl_->go_on();
    if (impl_->thrown) std::rethrow_exception(std::exchange(impl_->thrown, nullptr));
}

bool Fiber::ended() const {
    return impl_->ended;
}

void Fiber::kill() {
    if (impl_->begun && !impl_->ended) {
        impl_->killed = true;
        impl_->go_on();
    }
    impl_->ended = true;
}

void Fiber::yield() {
    Impl& self = *Impl::current();
    void* const kept = changing(self.stack_outside);
    swapcontext(&self.inside, &self.outside);
    self.stack_outside = changed(kept);
    if (self.killed) throw Died{};
}

} // namespace palabre::sim

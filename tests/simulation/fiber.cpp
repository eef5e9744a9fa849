// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/fiber.hpp"

#include "tests/simulation/disk.hpp"

#include <exception>
#include <ucontext.h>
#include <utility>
#include <vector>

namespace palabre::sim {
namespace {

constexpr std::size_t stack_bytes = 512 * 1024;

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
        try {
            self.body();
        } catch (const Died&) {
            self.killed = true;
        } catch (...) {
            self.thrown = std::current_exception();
        }
        self.ended = true;
        swapcontext(&self.inside, &self.outside); // never comes back
    }
    void go_on() {
        Impl* const before = current();
        current() = this;
        swapcontext(&outside, &inside);
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
    swapcontext(&self.inside, &self.outside);
    if (self.killed) throw Died{};
}

} // namespace palabre::sim

// SPDX-License-Identifier: Apache-2.0
// Preloaded into one process (LD_PRELOAD), this gives it another time of day: by OTHER_TIME_SECONDS seconds. What
// measures durations stays right, and so do waits until an instant: librdkafka's ask timespec_get(), which is not
// shifted. (libfaketime shifts that, but not the C11 waits that are given its answer: those of librdkafka would last an
// hour longer, or no time.)
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <sys/time.h>

namespace {

std::time_t off() {
    static const char* const text = std::getenv("OTHER_TIME_SECONDS");
    return text == nullptr ? 0 : std::atol(text);
}

int real_time(clockid_t clock, timespec* out) {
    static const auto real = reinterpret_cast<int (*)(clockid_t, timespec*)>(::dlsym(RTLD_NEXT, "clock_gettime"));
    return real(clock, out);
}

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* out) noexcept {
    const int failed = real_time(clock, out);
    if (failed == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) out->tv_sec += off();
    return failed;
}

extern "C" int gettimeofday(timeval* out, void*) noexcept {
    timespec now{};
    const int failed = ::clock_gettime(CLOCK_REALTIME, &now);
    if (failed == 0) *out = {now.tv_sec, now.tv_nsec / 1000};
    return failed;
}

extern "C" std::time_t time(std::time_t* out) noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) *out = now.tv_sec;
    return now.tv_sec;
}

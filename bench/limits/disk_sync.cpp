// SPDX-License-Identifier: Apache-2.0
// The limit of making anything durable: appends 4 KB to a file and waits for fdatasync, one after the other.
// usage: disk_sync FILE SECONDS
// Prints one JSON object: p50 and p99 in microseconds, rate a second. FILE must be new; it is removed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: disk_sync FILE SECONDS\n", stderr);
        return 2;
    }
    const int file = ::open(argv[1], O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file < 0) {
        std::perror("disk_sync");
        return 1;
    }
    using Clock = std::chrono::steady_clock;
    const std::string block(4096, 'x');
    std::vector<double> micros;
    const auto begun = Clock::now();
    double seconds = 0;
    for (auto at = begun; seconds < std::atof(argv[2]);) {
        if (::write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size()) || ::fdatasync(file) != 0) {
            std::perror("disk_sync");
            return 1;
        }
        const auto now = Clock::now();
        micros.push_back(std::chrono::duration<double, std::micro>(now - at).count());
        seconds = std::chrono::duration<double>(now - begun).count();
        at = now;
    }
    ::close(file);
    ::unlink(argv[1]);
    std::sort(micros.begin(), micros.end());
    const auto percentile = [&](double p) {
        return micros[std::min(micros.size() - 1, static_cast<std::size_t>(static_cast<double>(micros.size()) * p))];
    };
    std::printf("{\"p50\":%.1f,\"p99\":%.1f,\"rate\":%.1f}\n", percentile(0.5), percentile(0.99),
                static_cast<double>(micros.size()) / seconds);
}

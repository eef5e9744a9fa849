# SPDX-License-Identifier: Apache-2.0
"""The table of measures: a name, and the function that gives the rows of its file. What each means: ../README.md."""

import reads
import rebuilds
import starts
import writes

TABLE = {
    "read.thread-page": reads.thread_page,
    "read.hot-page": reads.hot_page,
    "read.html-page": reads.html_page,
    "read.304": reads.not_modified,
    "write.durable": writes.durable,
    "rebuild": rebuilds.rebuild,
    "start": starts.start,
    "memory": starts.memory,
}

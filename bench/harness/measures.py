# SPDX-License-Identifier: Apache-2.0
"""The table of measures: a name, and the function that gives the rows of its file. What each means: ../README.md."""

import growth
import kafka
import reads
import rebuilds
import searches
import starts
import writes

TABLE = {
    "read.thread-page": reads.thread_page,
    "read.hot-page": reads.hot_page,
    "read.html-page": reads.html_page,
    "read.304": reads.not_modified,
    "write.durable": writes.durable,
    "visible": writes.visible,
    "write.lag": writes.lasting,
    "rebuild": rebuilds.rebuild,
    "projection": rebuilds.projection,
    "decode": rebuilds.decode,
    "start": starts.start,
    "growth": growth.growth,
    "memory": starts.memory,
    "search.filtered": searches.filtered,
    "search.unfiltered": searches.unfiltered,
    "search.build": searches.build,
    "search.typos": searches.typos,
    "search.writing": searches.writing,
    "kafka.write": kafka.write,
    "kafka.cluster": kafka.cluster,
    "kafka.conflicts": kafka.conflicts,
    "kafka.share": kafka.share,
    "kafka.catch-up": kafka.catch_up,
    "kafka.streams": kafka.streams,
}

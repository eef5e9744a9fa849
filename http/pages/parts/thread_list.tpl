{{#page.has_threads}}
<ol class="rows">
{{#threads}}
{{>parts/thread_row}}
{{/threads}}
</ol>
{{/page.has_threads}}
{{^page.has_threads}}
<p class="empty">{{#page.sort=unanswered}}{{t:forum.none_unanswered}}{{/page.sort=unanswered}}{{^page.sort=unanswered}}{{t:forum.no_threads}}{{/page.sort=unanswered}}
{{#viewer.member}}<a href="/c/{{community.slug}}/new{{#space}}?space={{slug}}{{/space}}">{{t:forum.open_thread}}</a>{{/viewer.member}}</p>
{{/page.has_threads}}
{{>parts/pager}}

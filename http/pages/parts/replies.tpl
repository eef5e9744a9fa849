{{#page.live}}
<palabre-replies community="{{community.slug}}" thread="{{thread.id}}"{{#page.shown}} after="{{page.shown}}"{{/page.shown}}></palabre-replies>
{{/page.live}}

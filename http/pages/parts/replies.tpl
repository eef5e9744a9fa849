{{#page.live}}
<palabre-replies thread="{{thread.id}}"></palabre-replies>
{{/page.live}}

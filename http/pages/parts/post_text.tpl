{{#state=shown}}
<div class="prose" lang="{{community.language}}">
{{html:body_html}}
</div>
{{>parts/files}}
{{/state=shown}}
{{#state=removed}}
<p class="absent">{{t:forum.post_removed}}</p>
{{/state=removed}}
{{#state=erased}}
<p class="absent">{{t:forum.post_erased}}</p>
{{/state=erased}}

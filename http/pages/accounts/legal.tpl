{{#legal}}
<h1>{{>parts/legal_name}}</h1>
<div class="prose" lang="{{language}}">
{{html:text_html}}
</div>
{{#edited}}
<p class="quiet">{{t:legal.edited}} {{date:edited}}</p>
{{/edited}}
{{#viewer.may.edit}}
<p><a class="button" href="/legal/{{page}}/edit?language={{language}}">{{t:legal.edit}}</a></p>
{{/viewer.may.edit}}
{{/legal}}

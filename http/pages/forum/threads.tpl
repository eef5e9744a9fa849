<h1>{{t:forum.all_threads}}</h1>
{{#viewer.member}}
<div class="acts">
  {{>parts/read_all}}
</div>
{{/viewer.member}}
{{>parts/sorts}}
{{>parts/thread_list}}

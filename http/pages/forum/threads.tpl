<h1>{{t:forum.all_threads}}</h1>
{{>parts/sorts}}
{{>parts/thread_list}}

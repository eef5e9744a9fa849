<h1>{{t:notices.unsubscribe}}</h1>
{{#ended}}
<p>{{t:notices.ended}}</p>
{{/ended}}
{{^ended}}
<p>{{t:notices.unsubscribe_hint}}</p>
<form method="post" action="/unsubscribe/{{token}}">
  <button>{{t:notices.end}}</button>
</form>
{{/ended}}

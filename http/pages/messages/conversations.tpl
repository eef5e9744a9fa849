<h1>{{t:messages.conversations}}</h1>
{{#has_conversations}}
<p class="quiet">{{t:messages.sorted}}</p>
<ul class="rows">
{{#conversations}}
  <li class="row{{^unread}} read{{/unread}}">
    <h3><a href="/c/{{community.slug}}/conversations/{{id}}">{{>messages/about}}</a></h3>
    <p class="quiet">{{>messages/with}} · {{time:latest}}{{#unread}} <strong>{{t:messages.unread count=unread}}</strong>{{/unread}}</p>
  </li>
{{/conversations}}
</ul>
{{>parts/pager}}
{{/has_conversations}}
{{^has_conversations}}
<p class="empty">{{t:messages.none}}</p>
{{/has_conversations}}

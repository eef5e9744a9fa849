{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.reset.text}}</p>
<p><a href="{{link}}">{{t:mails.reset.link}}</a></p>
<p>{{t:mails.reset.life}}</p>
<p>{{t:mails.not_you}}</p>

{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.confirm.text}}</p>
<p><a href="{{link}}">{{t:mails.confirm.link}}</a></p>
<p>{{t:mails.confirm.life}}</p>
<p>{{t:mails.not_you}}</p>

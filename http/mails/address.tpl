{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.address.text}}</p>
<p><a href="{{link}}">{{t:mails.address.link}}</a></p>
<p>{{t:mails.address.life}}</p>
<p>{{t:mails.not_you}}</p>

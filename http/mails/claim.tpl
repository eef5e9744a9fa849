{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.claim.text community=community.name}}</p>
<p><a href="{{link}}">{{t:mails.claim.link}}</a></p>
<p>{{t:mails.claim.life}}</p>
<p>{{t:mails.not_you}}</p>

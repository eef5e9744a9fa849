{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.address_changed.text}}</p>
<p>{{t:mails.address_changed.not_you}} <a href="{{contact}}">{{t:mails.address_changed.link}}</a></p>

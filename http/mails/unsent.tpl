<p>{{t:mails.unsent.text title=ad.title}}</p>
<p>{{#why=address}}{{t:mails.unsent.address}}{{/why=address}}{{#why=unsettled}}{{t:mails.unsent.unsettled}}{{/why=unsettled}}{{#why=long}}{{t:mails.unsent.long}}{{/why=long}}{{#why=refused}}{{t:mails.unsent.refused}}{{/why=refused}}</p>
<p><a href="{{link}}">{{t:mails.unsent.read}}</a></p>

<!doctype html>
<html lang="{{mail.language}}">
<head>
<meta charset="utf-8">
<title>{{>title}}</title>
</head>
<body>
{{>content}}
<p>--<br>
{{#community}}{{name}}{{/community}}{{^community}}Palabre{{/community}}<br>
<a href="{{mail.site}}">{{mail.site}}</a></p>
{{#mail.unsubscribe}}
<p>{{t:mails.why}} <a href="{{mail.unsubscribe}}">{{t:mails.unsubscribe}}</a></p>
{{/mail.unsubscribe}}
</body>
</html>

{{! Who one is here, and what is one's own; for who is not signed in, the way in. }}
{{#viewer.signed_in}}
{{#viewer.member}}
{{>parts/bell}}
{{/viewer.member}}
<details class="menu">
  <summary>{{#viewer.name}}<span class="avatar" aria-hidden="true">{{initials:viewer.name}}</span> <span class="own-name">{{viewer.name}}</span>{{/viewer.name}}{{^viewer.name}}{{t:accounts.account}}{{/viewer.name}}</summary>
  <ul>
    {{#viewer.member}}
    <li><a href="/c/{{community.slug}}/m/{{viewer.member}}">{{t:layout.own_page}}</a></li>
    {{/viewer.member}}
    <li><a href="/account">{{t:accounts.account}}</a></li>
    {{#viewer.may.style}}
    <li><a href="/c/{{community.slug}}/style">{{t:spaces.style}}</a></li>
    {{/viewer.may.style}}
    <li>
      <form method="post" action="/sign-out">
        {{>parts/csrf}}
        <button class="link">{{t:accounts.sign_out}}</button>
      </form>
    </li>
  </ul>
</details>
{{/viewer.signed_in}}
{{^viewer.signed_in}}
<a href="/sign-in?next={{page.next}}">{{t:accounts.sign_in}}</a>
<a href="/register?next={{page.next}}">{{t:accounts.register}}</a>
{{/viewer.signed_in}}

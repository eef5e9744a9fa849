<nav class="legal" aria-label="{{t:legal.about_site}}">
  <a href="/legal/notice">{{t:legal.notice}}</a>
  <a href="/legal/terms">{{t:legal.terms}}</a>
  <a href="/legal/privacy">{{t:legal.privacy}}</a>
  <a href="/legal/accessibility">{{t:legal.accessibility}}</a>
  <a href="/legal/contact">{{t:legal.contact}}</a>
</nav>

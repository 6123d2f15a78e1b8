declare module 'virtual:form/*' {
  const form: import('./node.ts').FormNode;
  export default form;
}
